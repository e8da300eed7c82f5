@NullMarked
package io.hookbridge.http;

import org.jspecify.annotations.NullMarked;
