/**
 * The health indicator {@code gatefarm}, where the application has Spring Boot's health API. That API moved between 3.5 and 4.0,
 * so there is a pair of classes for each; only the pair whose API is there is ever loaded.
 *
 * <p>{@code management.health.gatefarm.enabled=false} turns it off.
 */
@NullMarked
package io.gatefarm.spring.health;

import org.jspecify.annotations.NullMarked;
