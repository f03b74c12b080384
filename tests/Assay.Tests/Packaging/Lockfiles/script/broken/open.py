# /// script
# dependencies = ["alpha==1.0"]
import alpha
