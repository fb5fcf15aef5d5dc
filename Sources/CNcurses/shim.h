// ncurses with wide characters, and what Swift cannot reach in it: macros, global variables,
// variadic functions.
#pragma once
#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <wchar.h>

// Only declared when X/Open extensions are asked for before the first system header.
extern int wcwidth(wchar_t character);

// ---------------------------------------------------------------------------------------------
// Width of characters, whatever the locale of the process.

static inline void *nc_utf8_locale(void) {
  return newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
}

/// Cells of one character on the terminal; -1 for what cannot be printed.
static inline int nc_cell_width(void *locale, uint32_t scalar) {
  if (locale == NULL) return scalar < 32 || scalar == 127 ? -1 : 1;
  locale_t former = uselocale((locale_t)locale);
  int width = wcwidth((wchar_t)scalar);
  uselocale(former);
  return width;
}

/// Takes the character set over from the environment, for the whole process; true for UTF-8.
static inline bool nc_use_environment_charset(void) {
  setlocale(LC_CTYPE, "");
  return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

// ---------------------------------------------------------------------------------------------
// The screen.

static inline int nc_rows(void) { return LINES; }
static inline int nc_columns(void) { return COLS; }
static inline int nc_colours(void) { return COLORS; }

/// Whether the terminal can put the cursor where it wants.
static inline bool nc_can_address_cursor(void) {
  const char *capability = tigetstr("cup");
  return capability != NULL && capability != (const char *)-1;
}

/// One key at once, without echo; what is pressed never holds up what is drawn.
static inline void nc_prepare_keyboard(void) {
  cbreak();
  noecho();
  nonl();
  curs_set(0);
  typeahead(-1);
}

/// Whether the terminal can tell of a mouse; those that can understand xterm's modes.
static inline bool nc_has_mouse(void) {
  const char *capability = tigetstr("kmous");
  return capability != NULL && capability != (const char *)-1;
}

/// Tells presses and the wheel, as `ESC [ < button ; column ; row M`.
static inline const char *nc_mouse_on(void) { return "\033[?1000h\033[?1006h"; }
static inline const char *nc_mouse_off(void) { return "\033[?1006l\033[?1000l"; }

static inline void nc_erase(void) { werase(stdscr); }
static inline void nc_repaint(void) { clearok(stdscr, TRUE); }
static inline void nc_refresh(void) { wrefresh(stdscr); }
static inline void nc_move(int row, int column) { wmove(stdscr, row, column); }
static inline void nc_put(const char *text) { waddstr(stdscr, text); }

static inline void nc_set_style(uint32_t attributes, short pair) {
  wattr_set(stdscr, (attr_t)attributes, pair, NULL);
}

static inline uint32_t nc_bold(void) { return (uint32_t)A_BOLD; }
static inline uint32_t nc_dim(void) { return (uint32_t)A_DIM; }
static inline uint32_t nc_reverse(void) { return (uint32_t)A_REVERSE; }

/// The size the terminal has now, which ncurses may not have heard of; false when it has none.
static inline bool nc_terminal_size(int descriptor, int *rows, int *columns) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0) return false;
  *rows = size.ws_row;
  *columns = size.ws_col;
  return size.ws_row > 0 && size.ws_col > 0;
}

// ---------------------------------------------------------------------------------------------
// Leaving in a hurry.

/// Appends what a capability sends, without its padding, to `length` bytes in `buffer`.
static inline size_t nc_append_capability(const char *name, char *buffer, size_t length,
                                          size_t size) {
  const char *text = tigetstr(name);
  if (text == NULL || text == (const char *)-1) return length;
  while (*text != 0 && length < size) {
    const char *end = text[0] == '$' && text[1] == '<' ? strchr(text, '>') : NULL;
    if (end != NULL) {
      text = end + 1;
    } else {
      buffer[length++] = *text++;
    }
  }
  return length;
}

/// What has to be sent to bring the terminal back; returns how many bytes that is.
static inline size_t nc_leave_sequence(char *buffer, size_t size) {
  size_t length = nc_append_capability("sgr0", buffer, 0, size);
  if (nc_has_mouse() && length + strlen(nc_mouse_off()) < size) {
    length += strlen(strcpy(buffer + length, nc_mouse_off()));
  }
  length = nc_append_capability("cnorm", buffer, length, size);
  return nc_append_capability("rmcup", buffer, length, size);
}
