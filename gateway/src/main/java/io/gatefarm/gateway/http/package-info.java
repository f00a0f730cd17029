/**
 * The HTTP ports: clients and static files on the public ones, with TLS or without; health, information and metrics on the admin
 * one.
 *
 * <p>Entry type: {@link io.gatefarm.gateway.http.HttpPorts}.
 */
@NullMarked
package io.gatefarm.gateway.http;

import org.jspecify.annotations.NullMarked;
