"""Laws: property tests, each of which quotes the sentence of domain.md that it holds."""
