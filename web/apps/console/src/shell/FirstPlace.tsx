// The bare address leads to the first screen the reader may see.
import { Navigate } from "react-router";
import { firstPlace } from "../places.ts";
import { useMay } from "./session.ts";

export function FirstPlace() {
  return <Navigate to={firstPlace(useMay())} replace />;
}
