"""What IT needs: packages of the extension, files for browser policies and servers, and the doctor.

Knows no Flask and no SQL. Whoever holds the key of `extension_key.py` decides what runs in the browsers.
"""
