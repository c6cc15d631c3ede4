"""The library in a browser: `firsthand serve`. Pages are made on the machine, and none needs a script."""
