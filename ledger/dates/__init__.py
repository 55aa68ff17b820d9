"""Dates as people write them: in the files that are brought in, and on the command line.

    reading   what a text is as a day, or why it is none
    words     of it: the month in words
    parts     of it: what a reading is, and the calendar

Nothing is guessed: what has two readings is told with both.
"""
