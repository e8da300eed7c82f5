/**
 * The commands of an operator, {@code hookbridge admin …}. They work on the database, beside a
 * running server or without one, and leave the same audit rows as everybody else.
 */
@NullMarked
package io.hookbridge.app.command.admin;

import org.jspecify.annotations.NullMarked;
