/**
 * The Java code that the pages in {@code docs/} show, so that it compiles and runs. Each block of a page stands here, line by line;
 * {@code DocsPagesTest} holds them together.
 */
package io.gatefarm.docs;
