/**
 * The commands of an operator, {@code hookbridge admin …}. They work on the database, beside a
 * running server or without one, and leave the same audit rows as everybody else. More than fifteen
 * types, because each command with options of its own is one.
 */
@NullMarked
package io.hookbridge.app.command.admin;

import org.jspecify.annotations.NullMarked;
