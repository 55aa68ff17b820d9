"""The version of the program, as it is printed, recorded with a publication and written into its bundle.

A constant, because to ask for what is installed costs every start.
"""

VERSION = "0.3.0"
