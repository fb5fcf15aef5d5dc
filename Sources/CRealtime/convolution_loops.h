// The loops of convolution.c, once for each kind of vectors: LOOP(name) names them, TARGET compiles
// them. Vectors of eight are one AVX register or two of SSE2 and NEON.

TARGET static void LOOP(direct)(float *output, const float *input, const float *taps,
                                uint32_t frames, bool adds) {
  for (uint32_t frame = 0; frame < frames; frame += 8 * DIRECT_VECTORS) {
    v8 even[DIRECT_VECTORS], odd[DIRECT_VECTORS];
    for (int v = 0; v < DIRECT_VECTORS; v++) {
      even[v] = adds ? load(output + frame + 8 * v) : zero;
      odd[v] = zero;
    }
    // Two sums, as an addition has to wait for the one before.
    for (int tap = 0; tap < rt_direct_taps; tap += 2) {
      const float *from = input + frame - tap;
      for (int v = 0; v < DIRECT_VECTORS; v++) even[v] += load(from + 8 * v) * taps[tap];
      for (int v = 0; v < DIRECT_VECTORS; v++) odd[v] += load(from - 1 + 8 * v) * taps[tap + 1];
    }
    for (int v = 0; v < DIRECT_VECTORS; v++) store(output + frame + 8 * v, even[v] + odd[v]);
  }
}

TARGET static void LOOP(twist)(float *output, const float *real, const float *imaginary,
                               const float *twist, uint32_t rows, uint32_t width,
                               uint32_t stride) {
  for (uint32_t row = 0; row < rows; row++, real += stride, imaginary += stride) {
    for (uint32_t column = 0; column < width; column += 8, output += 16, twist += 16) {
      v8 a = load(real + column), b = load(imaginary + column);
      v8 c = load(twist), s = load(twist + 8);
      store_interleaved(output, a * c - b * s, a * s + b * c);
    }
  }
}

TARGET static void LOOP(untwist)(float *output, const float *input, const float *twist,
                                 uint32_t rows, uint32_t width, uint32_t stride) {
  for (uint32_t row = 0; row < rows; row++, output += stride) {
    for (uint32_t column = 0; column < width; column += 8, input += 16, twist += 16) {
      v8 a, b;
      load_interleaved(input, &a, &b);
      store(output + column, b * load(twist) - a * load(twist + 8));
    }
  }
}

TARGET static void LOOP(multiply)(float *output, const float *input, const float *factors,
                                  uint32_t count, bool conjugates) {
  for (uint32_t i = 0; i < 2 * count; i += 16) {
    v8 a, b, c = load(factors + i), s = load(factors + i + 8);
    load_interleaved(input + i, &a, &b);
    if (conjugates) s = -s;
    store_interleaved(output + i, a * c - b * s, a * s + b * c);
  }
}

TARGET static void LOOP(store_cells)(float *cells, const float *input, uint32_t count,
                                     uint32_t stride) {
  for (uint32_t cell = 0; cell < count; cell++, cells += stride, input += rt_cell_floats) {
    for (int half = 0; half < 2; half++) {
      v8 a, b;
      load_interleaved(input + 16 * half, &a, &b);
      store(cells + 8 * half, a);
      store(cells + rt_cell_values + 8 * half, b);
    }
  }
}

TARGET static void LOOP(load_cells)(float *output, const float *cells, uint32_t count) {
  for (uint32_t cell = 0; cell < count; cell++, cells += rt_cell_floats, output += rt_cell_floats) {
    for (int half = 0; half < 2; half++) {
      store_interleaved(output + 16 * half, load(cells + 8 * half),
                        load(cells + rt_cell_values + 8 * half));
    }
  }
}

// The four products of complex parts have sums of their own: none waits for another.
TARGET static void LOOP(accumulate_cell)(float *sums, const rt_cell_run *runs, uint32_t run_count,
                                         size_t signal_offset, size_t response_offset) {
  for (int part = 0; part < 2; part += CELL_VECTORS) {
    v8 rr[CELL_VECTORS], ii[CELL_VECTORS], ri[CELL_VECTORS], ir[CELL_VECTORS];
    for (int v = 0; v < CELL_VECTORS; v++) {
      rr[v] = load(sums + 8 * (part + v));
      ri[v] = load(sums + rt_cell_values + 8 * (part + v));
      ii[v] = ir[v] = zero;
    }
    for (uint32_t run = 0; run < run_count; run++) {
      const float *x = runs[run].signal + signal_offset + 8 * part;
      const float *h = runs[run].response + response_offset + 8 * part;
      for (uint32_t p = runs[run].partitions; p > 0; p--, x += rt_cell_floats, h += rt_cell_floats) {
        for (int v = 0; v < CELL_VECTORS; v++) {
          v8 xr = load(x + 8 * v), xi = load(x + rt_cell_values + 8 * v);
          v8 hr = load(h + 8 * v), hi = load(h + rt_cell_values + 8 * v);
          rr[v] += xr * hr;
          ii[v] += xi * hi;
          ri[v] += xr * hi;
          ir[v] += xi * hr;
        }
      }
    }
    for (int v = 0; v < CELL_VECTORS; v++) {
      store(sums + 8 * (part + v), rr[v] - ii[v]);
      store(sums + rt_cell_values + 8 * (part + v), ri[v] + ir[v]);
    }
  }
}

TARGET static void LOOP(accumulate)(float *sums, uint32_t count, const rt_cell_run *runs,
                                    uint32_t run_count, uint32_t signal_stride,
                                    uint32_t response_stride) {
  for (uint32_t cell = 0; cell < count; cell++, sums += rt_cell_floats) {
    LOOP(accumulate_cell)(sums, runs, run_count, (size_t)cell * signal_stride,
                          (size_t)cell * response_stride);
  }
}
