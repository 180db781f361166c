"""Giving the directory out: HSDS, CSV and GeoJSON, without what is not for everybody."""
