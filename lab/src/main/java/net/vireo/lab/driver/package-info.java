// SPDX-License-Identifier: Apache-2.0
/** Guests that are ours: the driver's side of a vhost-user socket, with traffic at a bounded rate. */
package net.vireo.lab.driver;
