@NullMarked
package io.hookbridge.http.page;

import org.jspecify.annotations.NullMarked;
