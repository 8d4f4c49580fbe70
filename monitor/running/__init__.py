"""The running product: what is due is looked at, judged, recorded, published and delivered. Prints nothing."""
