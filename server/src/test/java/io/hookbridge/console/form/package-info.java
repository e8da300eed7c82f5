@NullMarked
package io.hookbridge.console.form;

import org.jspecify.annotations.NullMarked;
