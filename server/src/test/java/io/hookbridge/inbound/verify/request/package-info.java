@NullMarked
package io.hookbridge.inbound.verify.request;

import org.jspecify.annotations.NullMarked;
