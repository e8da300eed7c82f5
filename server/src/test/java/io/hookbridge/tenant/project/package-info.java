@NullMarked
package io.hookbridge.tenant.project;

import org.jspecify.annotations.NullMarked;
