// SPDX-License-Identifier: Apache-2.0
/** Waiting on several descriptors as on one. Not exported: ports that are made of others use it. */
package net.vireo.port.ready;
