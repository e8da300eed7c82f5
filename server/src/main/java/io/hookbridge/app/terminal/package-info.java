/** What a command says on the terminal, and how it ends when it cannot go on. */
@NullMarked
package io.hookbridge.app.terminal;

import org.jspecify.annotations.NullMarked;
