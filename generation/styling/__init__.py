"""Painting moving pictures anew: networks and classical painters, all of them carried along the optical flow so that none boils.

`motion` tells where everything was in the frame before, `painters` lists who can paint, `catalogue` reads the named styles,
`finishing` keeps colours, faces and what lies outside a matte. Pure: pictures in, pictures out; `operations/style_transfer.py`
reads and writes the files.
"""
