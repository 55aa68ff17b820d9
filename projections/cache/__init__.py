"""Read models on disk: answers that were worked out before, and that nothing but readings rests on."""
