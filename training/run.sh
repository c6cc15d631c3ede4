#!/bin/sh
# Trains the shipped model from the treebank folder given as the first argument.
set -eu
data=${1:-../shared/corpora/treebank}
here=$(dirname "$0")
out="$here/../src/firsthand/language/en/model"
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 PYTHONHASHSEED=0
python "$here/train.py" --data "$data" --out "$out"
python "$here/lemmas.py" --data "$data" --out "$out"
python "$here/names.py" --data "$data" --out "$out"
python "$here/evaluate.py" --data "$data"
