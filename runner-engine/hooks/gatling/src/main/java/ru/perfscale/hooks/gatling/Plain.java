package ru.perfscale.hooks.gatling;

import scala.Product;

/**
 * What Scala asks of a step of an injection profile, which is a case class there, and of no use.
 */
interface Plain extends Product {
  @Override
  default int productArity() {
    return 0;
  }

  @Override
  default Object productElement(int index) {
    throw new IndexOutOfBoundsException(index);
  }

  @Override
  default boolean canEqual(Object other) {
    return getClass().isInstance(other);
  }
}
