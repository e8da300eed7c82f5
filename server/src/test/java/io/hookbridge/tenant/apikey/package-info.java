@NullMarked
package io.hookbridge.tenant.apikey;

import org.jspecify.annotations.NullMarked;
