// SPDX-License-Identifier: Apache-2.0
/** The vireo command: where the tool family and the labs meet. */
package net.vireo.dist;
