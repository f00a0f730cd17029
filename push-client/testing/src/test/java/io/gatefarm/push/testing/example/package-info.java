/** The code of docs/testing.md. */
package io.gatefarm.push.testing.example;
