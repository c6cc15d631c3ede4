from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

# `import made` gives the maker of inputs, wherever the tests are started from.
_SPEC = importlib.util.spec_from_file_location("made", Path(__file__).with_name("made.py"))
_MODULE = importlib.util.module_from_spec(_SPEC)
sys.modules.setdefault("made", _MODULE)
_SPEC.loader.exec_module(_MODULE)
