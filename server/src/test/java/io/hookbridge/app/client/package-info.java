/** Tests of the client that commands are. */
@org.jspecify.annotations.NullMarked
package io.hookbridge.app.client;
