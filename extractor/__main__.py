"""`python -m extractor` is the command `findings`."""

from extractor.cli import app

if __name__ == "__main__":
    app(prog_name="findings")
