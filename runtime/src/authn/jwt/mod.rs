//! Bearer JSON Web Tokens.
