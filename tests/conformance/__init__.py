"""The cases of the conformance vectors, and the generator that makes the file of them."""
