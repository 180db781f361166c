"""Reading directory files: HSDS, GeoJSON and Passerelle's own format."""
