/**
 * Builds the images of the Dockerfile and starts their processes as a container would: from the image's own files, as its user, with
 * a root file system that cannot be written to. Only what is about images belongs here.
 */
package io.gatefarm.images;
