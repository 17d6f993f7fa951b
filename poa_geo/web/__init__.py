"""What answers before and beside Streamlit: the gate, the sign-in form, shapes, health, headers."""
