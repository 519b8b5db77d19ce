// Built for a 32-bit program.
int answer(void) {
  return 42;
}
