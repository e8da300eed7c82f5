@NullMarked
package io.hookbridge.loadtest.report;

import org.jspecify.annotations.NullMarked;
