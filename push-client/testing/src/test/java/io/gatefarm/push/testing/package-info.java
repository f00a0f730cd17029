/** What a gateway of the push API does, shown of the real one and of the fake one alike. */
package io.gatefarm.push.testing;
