"""Many reports: which files, each read on its own, ids made unique, everything written as one dataset.

    inputs -> dispatch (cache, workers -> task -> reading) -> outcomes -> editions -> assemble -> dataset

`job` is the whole of it, and the place to begin reading.
"""
