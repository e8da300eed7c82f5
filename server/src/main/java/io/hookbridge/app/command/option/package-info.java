/** Options that several commands have, and what they read with them. */
@NullMarked
package io.hookbridge.app.command.option;

import org.jspecify.annotations.NullMarked;
