@NullMarked
package io.hookbridge.app.command;

import org.jspecify.annotations.NullMarked;
