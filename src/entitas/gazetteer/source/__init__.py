"""What a gazetteer is made from: text files under review, and the packs of its users."""
