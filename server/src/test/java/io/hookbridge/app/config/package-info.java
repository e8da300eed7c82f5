@NullMarked
package io.hookbridge.app.config;

import org.jspecify.annotations.NullMarked;
