# /// script
# dependencies = ["alpha==1.0"]
# ///

# /// script
# dependencies = ["beta==1.0"]
# ///
