// SPDX-License-Identifier: Apache-2.0
/** Labs as data: nodes, networks, guests. */
package net.vireo.lab.topology;
