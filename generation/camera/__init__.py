"""A camera over pictures that were shot already: its way, the picture in depth, what lies behind, steadying, shaking, framing."""
