/**
 * The command line: {@code Main} and one class for each command. A command reads its options and
 * the configuration, has {@code App} or {@code Core} made, and says on the terminal what came of
 * it.
 */
@NullMarked
package io.hookbridge.app.command;

import org.jspecify.annotations.NullMarked;
